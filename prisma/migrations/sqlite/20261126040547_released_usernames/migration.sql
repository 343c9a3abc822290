-- CreateTable
CREATE TABLE "released_usernames" (
    "username_key" TEXT NOT NULL PRIMARY KEY,
    "user_id" INTEGER,
    "expires_at" DATETIME NOT NULL,
    CONSTRAINT "released_usernames_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE,

    CONSTRAINT "released_usernames_key_length" CHECK (length("username_key") BETWEEN 2 AND 30)
);

-- CreateIndex
CREATE INDEX "released_usernames_user_id_idx" ON "released_usernames"("user_id");

-- CreateIndex
CREATE INDEX "released_usernames_expires_at_idx" ON "released_usernames"("expires_at");
