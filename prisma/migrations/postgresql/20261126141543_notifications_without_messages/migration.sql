-- Written by hand. Messages are no longer a kind of notification: the inbox shows them. The stored counts of unread
-- notifications never included them and stay as they are.
DELETE FROM "notification_actors" WHERE "notification_id" IN (SELECT "id" FROM "notifications" WHERE "kind" = 'message');
DELETE FROM "notifications" WHERE "kind" = 'message';

-- Had no effect but to keep these notifications out of the list.
DELETE FROM "notification_opt_outs" WHERE "kind" = 'message';

-- AlterTable
ALTER TABLE "notifications" DROP CONSTRAINT IF EXISTS "notifications_kind_known";

-- AlterTable
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind_known" CHECK ("kind" IN ('reply', 'mention', 'like', 'follow', 'export'));
