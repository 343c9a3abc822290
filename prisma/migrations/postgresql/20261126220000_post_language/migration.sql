-- AlterTable
ALTER TABLE "users" ADD COLUMN     "languages" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "posts" ADD COLUMN     "language" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "post_translations" (
    "post_id" INTEGER NOT NULL,
    "language" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "revised_at" TIMESTAMP(3) NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "post_translations_pkey" PRIMARY KEY ("post_id","language"),

    CONSTRAINT "post_translations_language_length" CHECK (length("language") BETWEEN 2 AND 5)
);

-- AddForeignKey
ALTER TABLE "post_translations" ADD CONSTRAINT "post_translations_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "users" ADD CONSTRAINT "users_languages_length" CHECK (length("languages") <= 400);

-- AlterTable
ALTER TABLE "posts" ADD CONSTRAINT "posts_language_length" CHECK (length("language") <= 5);
