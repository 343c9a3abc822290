-- DropForeignKey
ALTER TABLE "post_search" DROP CONSTRAINT "post_search_post_id_fkey";

-- DropForeignKey
ALTER TABLE "user_search" DROP CONSTRAINT "user_search_user_id_fkey";

-- DropTable
DROP TABLE "post_search";

-- DropTable
DROP TABLE "user_search";
