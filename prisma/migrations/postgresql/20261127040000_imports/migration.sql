-- AlterTable
ALTER TABLE "posts" ADD COLUMN     "origin" TEXT;

-- CreateTable
CREATE TABLE "imports" (
    "id" TEXT NOT NULL,
    "user_id" INTEGER,
    "kind" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "counts" TEXT NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "uploaded_at" TIMESTAMP(3),
    "finished_at" TIMESTAMP(3),
    "failed_at" TIMESTAMP(3),
    "problem" TEXT,
    "place" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id"),

    CONSTRAINT "imports_kind_known" CHECK ("kind" IN ('roost', 'mastodon', 'twitter')),
    CONSTRAINT "imports_done_within_total" CHECK ("done" >= 0 AND "total" >= "done"),
    CONSTRAINT "imports_ends_once" CHECK ("finished_at" IS NULL OR "failed_at" IS NULL),
    CONSTRAINT "imports_problem_of_failed" CHECK ("problem" IS NULL OR "failed_at" IS NOT NULL)
);

-- CreateIndex
CREATE INDEX "imports_user_id_created_at_idx" ON "imports"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "imports_created_at_idx" ON "imports"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "imports_unfinished_key" ON "imports"("user_id") WHERE (finished_at IS NULL AND failed_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "posts_author_id_origin_key" ON "posts"("author_id", "origin");

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "posts" ADD CONSTRAINT "posts_origin_length" CHECK (length("origin") BETWEEN 1 AND 500);
