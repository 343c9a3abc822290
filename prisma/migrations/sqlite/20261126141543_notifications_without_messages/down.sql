-- Allows the kind again. The notifications of messages and the settings for them are not restored.

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_notifications" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" INTEGER NOT NULL DEFAULT 0,
    "post_id" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    "read_at" DATETIME,
    CONSTRAINT "notifications_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "notifications_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "notifications_kind_known" CHECK ("kind" IN ('reply', 'mention', 'like', 'follow', 'message', 'export'))
);
INSERT INTO "new_notifications" ("id", "user_id", "kind", "subject_id", "post_id", "created_at", "updated_at", "read_at") SELECT "id", "user_id", "kind", "subject_id", "post_id", "created_at", "updated_at", "read_at" FROM "notifications";
DELETE FROM "sqlite_sequence" WHERE "name" = 'new_notifications';
INSERT INTO "sqlite_sequence" ("name", "seq") SELECT 'new_notifications', "seq" FROM "sqlite_sequence" WHERE "name" = 'notifications';
DROP TABLE "notifications";
ALTER TABLE "new_notifications" RENAME TO "notifications";
CREATE INDEX "notifications_user_id_updated_at_id_idx" ON "notifications"("user_id", "updated_at", "id");
CREATE INDEX "notifications_user_id_read_at_idx" ON "notifications"("user_id", "read_at");
CREATE INDEX "notifications_post_id_idx" ON "notifications"("post_id");
CREATE UNIQUE INDEX "notifications_user_id_kind_subject_id_key" ON "notifications"("user_id", "kind", "subject_id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
