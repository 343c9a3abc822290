-- DropForeignKey
ALTER TABLE "digest_subscriptions" DROP CONSTRAINT "digest_subscriptions_user_id_fkey";

-- DropTable
DROP TABLE "digest_subscriptions";
