-- Written by hand. SQLite adds a nullable column without copying the table.
ALTER TABLE "users" ADD COLUMN "deleted_at" DATETIME;

-- CreateTable
CREATE TABLE "account_deletions" (
    "user_id" INTEGER NOT NULL PRIMARY KEY,
    "requested_at" DATETIME NOT NULL,
    "due_at" DATETIME NOT NULL,
    "started_at" DATETIME,
    CONSTRAINT "account_deletions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "account_deletions_due_at_idx" ON "account_deletions"("due_at");
