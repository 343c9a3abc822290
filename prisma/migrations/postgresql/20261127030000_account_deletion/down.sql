-- DropForeignKey
ALTER TABLE "account_deletions" DROP CONSTRAINT "account_deletions_user_id_fkey";

-- DropTable
DROP TABLE "account_deletions";

-- AlterTable
ALTER TABLE "users" DROP COLUMN "deleted_at";
