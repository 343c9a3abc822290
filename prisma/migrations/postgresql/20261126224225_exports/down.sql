-- DropForeignKey
ALTER TABLE "exports" DROP CONSTRAINT "exports_user_id_fkey";

-- DropTable
DROP TABLE "exports";
