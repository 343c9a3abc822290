-- CreateTable
CREATE TABLE "deleted_posts" (
    "post_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "snapshot" TEXT NOT NULL,
    "deleted_at" DATETIME NOT NULL,
    CONSTRAINT "deleted_posts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "deleted_posts_user_id_idx" ON "deleted_posts"("user_id");

-- CreateIndex
CREATE INDEX "deleted_posts_deleted_at_idx" ON "deleted_posts"("deleted_at");
