-- What stands in for a deleted post has no place in the model before.
DELETE FROM "posts" WHERE "deleted_at" IS NOT NULL;

-- AlterTable
ALTER TABLE "posts" DROP CONSTRAINT IF EXISTS "posts_body_length";

-- AlterTable
ALTER TABLE "posts" DROP CONSTRAINT IF EXISTS "posts_counters";

-- DropForeignKey
ALTER TABLE "posts" DROP CONSTRAINT "posts_reply_to_id_fkey";

-- DropForeignKey
ALTER TABLE "posts" DROP CONSTRAINT "posts_root_id_fkey";

-- DropForeignKey
ALTER TABLE "post_revisions" DROP CONSTRAINT "post_revisions_post_id_fkey";

-- DropForeignKey
ALTER TABLE "likes" DROP CONSTRAINT "likes_user_id_fkey";

-- DropForeignKey
ALTER TABLE "likes" DROP CONSTRAINT "likes_post_id_fkey";

-- DropForeignKey
ALTER TABLE "bookmarks" DROP CONSTRAINT "bookmarks_user_id_fkey";

-- DropForeignKey
ALTER TABLE "bookmarks" DROP CONSTRAINT "bookmarks_post_id_fkey";

-- DropForeignKey
ALTER TABLE "blocks" DROP CONSTRAINT "blocks_blocker_id_fkey";

-- DropForeignKey
ALTER TABLE "blocks" DROP CONSTRAINT "blocks_blocked_id_fkey";

-- DropForeignKey
ALTER TABLE "mutes" DROP CONSTRAINT "mutes_muter_id_fkey";

-- DropForeignKey
ALTER TABLE "mutes" DROP CONSTRAINT "mutes_muted_id_fkey";

-- DropForeignKey
ALTER TABLE "messages" DROP CONSTRAINT "messages_sender_id_fkey";

-- DropForeignKey
ALTER TABLE "messages" DROP CONSTRAINT "messages_recipient_id_fkey";

-- DropForeignKey
ALTER TABLE "conversations" DROP CONSTRAINT "conversations_owner_id_fkey";

-- DropForeignKey
ALTER TABLE "conversations" DROP CONSTRAINT "conversations_partner_id_fkey";

-- DropForeignKey
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_user_id_fkey";

-- DropForeignKey
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_post_id_fkey";

-- DropForeignKey
ALTER TABLE "notification_actors" DROP CONSTRAINT "notification_actors_notification_id_fkey";

-- DropForeignKey
ALTER TABLE "notification_actors" DROP CONSTRAINT "notification_actors_actor_id_fkey";

-- DropForeignKey
ALTER TABLE "notification_actors" DROP CONSTRAINT "notification_actors_post_id_fkey";

-- DropForeignKey
ALTER TABLE "notification_opt_outs" DROP CONSTRAINT "notification_opt_outs_user_id_fkey";

-- DropForeignKey
ALTER TABLE "signals" DROP CONSTRAINT "signals_user_id_fkey";

-- DropForeignKey
ALTER TABLE "signal_clocks" DROP CONSTRAINT "signal_clocks_user_id_fkey";

-- DropForeignKey
ALTER TABLE "saved_searches" DROP CONSTRAINT "saved_searches_user_id_fkey";

-- DropIndex
DROP INDEX "posts_root_id_created_at_id_idx";

-- DropIndex
DROP INDEX "posts_reply_to_id_idx";

-- AlterTable
ALTER TABLE "posts" DROP COLUMN "deleted_at",
DROP COLUMN "like_count",
DROP COLUMN "reply_count",
DROP COLUMN "reply_to_id",
DROP COLUMN "root_id";

-- DropTable
DROP TABLE "post_revisions";

-- DropTable
DROP TABLE "likes";

-- DropTable
DROP TABLE "bookmarks";

-- DropTable
DROP TABLE "blocks";

-- DropTable
DROP TABLE "mutes";

-- DropTable
DROP TABLE "messages";

-- DropTable
DROP TABLE "conversations";

-- DropTable
DROP TABLE "notifications";

-- DropTable
DROP TABLE "notification_actors";

-- DropTable
DROP TABLE "notification_opt_outs";

-- DropTable
DROP TABLE "signals";

-- DropTable
DROP TABLE "signal_clocks";

-- DropTable
DROP TABLE "saved_searches";

-- AlterTable
ALTER TABLE "posts" ADD CONSTRAINT "posts_body_length" CHECK (length("body") BETWEEN 1 AND 10000);
