-- Written by hand. SQLite adds a column with its own constraint without copying the table, which may have millions of rows.
ALTER TABLE "users" ADD COLUMN "pending_email" TEXT
    CONSTRAINT "users_pending_email_length" CHECK (length("pending_email") BETWEEN 3 AND 120);

-- CreateTable
CREATE TABLE "released_emails" (
    "email_key" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "expires_at" DATETIME NOT NULL,
    CONSTRAINT "released_emails_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "released_emails_email_length" CHECK (length("email") BETWEEN 3 AND 120)
);

-- CreateIndex
CREATE INDEX "released_emails_user_id_idx" ON "released_emails"("user_id");

-- CreateIndex
CREATE INDEX "released_emails_expires_at_idx" ON "released_emails"("expires_at");
