-- CreateTable
CREATE TABLE "digest_subscriptions" (
    "user_id" INTEGER NOT NULL,
    "frequency" TEXT NOT NULL,
    "due_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "digest_subscriptions_pkey" PRIMARY KEY ("user_id"),

    CONSTRAINT "digest_subscriptions_frequency_known" CHECK ("frequency" IN ('daily', 'weekly'))
);

-- CreateIndex
CREATE INDEX "digest_subscriptions_due_at_user_id_idx" ON "digest_subscriptions"("due_at", "user_id");

-- AddForeignKey
ALTER TABLE "digest_subscriptions" ADD CONSTRAINT "digest_subscriptions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
