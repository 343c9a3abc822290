-- SQLite drops the constraint of a column with it.
DROP INDEX "posts_author_id_origin_key";
ALTER TABLE "posts" DROP COLUMN "origin";
DROP TABLE "imports";
