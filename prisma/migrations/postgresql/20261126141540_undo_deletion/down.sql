-- DropForeignKey
ALTER TABLE "deleted_posts" DROP CONSTRAINT "deleted_posts_user_id_fkey";

-- DropTable
DROP TABLE "deleted_posts";
