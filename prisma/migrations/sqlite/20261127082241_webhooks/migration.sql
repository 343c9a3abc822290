-- CreateTable
CREATE TABLE "webhooks" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT NOT NULL,
    "includes_text" BOOLEAN NOT NULL DEFAULT false,
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_secret_until" DATETIME,
    "state" TEXT NOT NULL DEFAULT 'active',
    "failing_since" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "webhooks_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "webhooks_url_length" CHECK (length("url") BETWEEN 1 AND 1000),
    CONSTRAINT "webhooks_events_length" CHECK (length("events") BETWEEN 1 AND 200),
    CONSTRAINT "webhooks_state_known" CHECK ("state" IN ('active', 'paused', 'failed', 'gone')),
    CONSTRAINT "webhooks_previous_secret_ends" CHECK (("previous_secret" IS NULL) = ("previous_secret_until" IS NULL))
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "webhook_id" INTEGER NOT NULL,
    "event" TEXT NOT NULL,
    "subject_id" INTEGER,
    "actor_id" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" DATETIME NOT NULL,
    "next_attempt_at" DATETIME,
    "attempted_at" DATETIME,
    "duration" INTEGER,
    "status" INTEGER,
    "problem" TEXT,
    CONSTRAINT "webhook_deliveries_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhooks" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "webhook_deliveries_event_length" CHECK (length("event") BETWEEN 1 AND 30),
    CONSTRAINT "webhook_deliveries_state_known" CHECK ("state" IN ('pending', 'delivered', 'failed', 'skipped')),
    CONSTRAINT "webhook_deliveries_next_of_pending" CHECK (("state" = 'pending') = ("next_attempt_at" IS NOT NULL)),
    CONSTRAINT "webhook_deliveries_attempts" CHECK ("attempts" >= 0)
);

-- CreateIndex
CREATE INDEX "webhooks_user_id_idx" ON "webhooks"("user_id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_webhook_id_created_at_id_idx" ON "webhook_deliveries"("webhook_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_webhook_id_state_idx" ON "webhook_deliveries"("webhook_id", "state");

-- CreateIndex
CREATE INDEX "webhook_deliveries_created_at_idx" ON "webhook_deliveries"("created_at");
