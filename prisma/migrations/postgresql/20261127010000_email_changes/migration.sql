-- AlterTable
ALTER TABLE "users" ADD COLUMN     "pending_email" TEXT;

-- CreateTable
CREATE TABLE "released_emails" (
    "email_key" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "released_emails_pkey" PRIMARY KEY ("email_key"),

    CONSTRAINT "released_emails_email_length" CHECK (length("email") BETWEEN 3 AND 120)
);

-- CreateIndex
CREATE INDEX "released_emails_user_id_idx" ON "released_emails"("user_id");

-- CreateIndex
CREATE INDEX "released_emails_expires_at_idx" ON "released_emails"("expires_at");

-- AddForeignKey
ALTER TABLE "released_emails" ADD CONSTRAINT "released_emails_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "users" ADD CONSTRAINT "users_pending_email_length" CHECK (length("pending_email") BETWEEN 3 AND 120);
