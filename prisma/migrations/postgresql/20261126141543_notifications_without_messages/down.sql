-- Allows the kind again. The notifications of messages and the settings for them are not restored.

-- AlterTable
ALTER TABLE "notifications" DROP CONSTRAINT IF EXISTS "notifications_kind_known";

-- AlterTable
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind_known" CHECK ("kind" IN ('reply', 'mention', 'like', 'follow', 'message', 'export'));
