-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "points" INTEGER NOT NULL,
    "expires_at" DATETIME NOT NULL,

    CONSTRAINT "rate_limits_key_length" CHECK (length("key") BETWEEN 1 AND 64),
    CONSTRAINT "rate_limits_points" CHECK ("points" >= 0)
);

-- CreateIndex
CREATE INDEX "rate_limits_expires_at_idx" ON "rate_limits"("expires_at");
