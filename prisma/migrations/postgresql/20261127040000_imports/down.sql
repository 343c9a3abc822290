-- AlterTable
ALTER TABLE "posts" DROP CONSTRAINT IF EXISTS "posts_origin_length";

-- DropForeignKey
ALTER TABLE "imports" DROP CONSTRAINT "imports_user_id_fkey";

-- DropIndex
DROP INDEX "posts_author_id_origin_key";

-- AlterTable
ALTER TABLE "posts" DROP COLUMN "origin";

-- DropTable
DROP TABLE "imports";
