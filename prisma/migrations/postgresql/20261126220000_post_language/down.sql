-- AlterTable
ALTER TABLE "users" DROP CONSTRAINT IF EXISTS "users_languages_length";

-- AlterTable
ALTER TABLE "posts" DROP CONSTRAINT IF EXISTS "posts_language_length";

-- DropForeignKey
ALTER TABLE "post_translations" DROP CONSTRAINT "post_translations_post_id_fkey";

-- AlterTable
ALTER TABLE "users" DROP COLUMN "languages";

-- AlterTable
ALTER TABLE "posts" DROP COLUMN "language";

-- DropTable
DROP TABLE "post_translations";
