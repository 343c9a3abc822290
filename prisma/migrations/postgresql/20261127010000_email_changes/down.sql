-- AlterTable
ALTER TABLE "users" DROP CONSTRAINT IF EXISTS "users_pending_email_length";

-- DropForeignKey
ALTER TABLE "released_emails" DROP CONSTRAINT "released_emails_user_id_fkey";

-- AlterTable
ALTER TABLE "users" DROP COLUMN "pending_email";

-- DropTable
DROP TABLE "released_emails";
