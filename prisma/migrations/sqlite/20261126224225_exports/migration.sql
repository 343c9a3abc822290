-- CreateTable
CREATE TABLE "exports" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" INTEGER,
    "kind" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" DATETIME,
    "failed_at" DATETIME,
    "mailed_at" DATETIME,
    "size" BIGINT,
    "expires_at" DATETIME,
    CONSTRAINT "exports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE,

    CONSTRAINT "exports_kind_known" CHECK ("kind" IN ('posts', 'archive')),
    CONSTRAINT "exports_done_within_total" CHECK ("done" >= 0 AND "total" >= "done"),
    CONSTRAINT "exports_size_positive" CHECK ("size" > 0),
    CONSTRAINT "exports_ends_once" CHECK ("finished_at" IS NULL OR "failed_at" IS NULL),
    CONSTRAINT "exports_finished_complete" CHECK ("finished_at" IS NULL OR ("size" IS NOT NULL AND "expires_at" IS NOT NULL))
);

-- CreateIndex
CREATE INDEX "exports_user_id_created_at_idx" ON "exports"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "exports_expires_at_idx" ON "exports"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "exports_unfinished_key" ON "exports"("user_id") WHERE finished_at IS NULL AND failed_at IS NULL;
