-- CreateTable
CREATE TABLE "digest_subscriptions" (
    "user_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "frequency" TEXT NOT NULL,
    "due_at" DATETIME NOT NULL,
    CONSTRAINT "digest_subscriptions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "digest_subscriptions_frequency_known" CHECK ("frequency" IN ('daily', 'weekly'))
);

-- CreateIndex
CREATE INDEX "digest_subscriptions_due_at_user_id_idx" ON "digest_subscriptions"("due_at", "user_id");
