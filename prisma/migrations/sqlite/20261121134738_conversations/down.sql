-- What stands in for a deleted post has no place in the model before.
DELETE FROM "posts" WHERE "deleted_at" IS NOT NULL;

-- DropIndex
DROP INDEX "post_revisions_post_id_id_idx";

-- DropIndex
DROP INDEX "likes_post_id_created_at_user_id_idx";

-- DropIndex
DROP INDEX "bookmarks_user_id_created_at_post_id_idx";

-- DropIndex
DROP INDEX "bookmarks_post_id_idx";

-- DropIndex
DROP INDEX "blocks_blocked_id_idx";

-- DropIndex
DROP INDEX "mutes_muted_id_idx";

-- DropIndex
DROP INDEX "messages_sender_id_recipient_id_created_at_id_idx";

-- DropIndex
DROP INDEX "messages_recipient_id_read_at_sender_id_idx";

-- DropIndex
DROP INDEX "messages_sender_id_submission_key_key";

-- DropIndex
DROP INDEX "conversations_owner_id_last_message_at_partner_id_idx";

-- DropIndex
DROP INDEX "conversations_partner_id_idx";

-- DropIndex
DROP INDEX "notifications_user_id_updated_at_id_idx";

-- DropIndex
DROP INDEX "notifications_user_id_read_at_idx";

-- DropIndex
DROP INDEX "notifications_post_id_idx";

-- DropIndex
DROP INDEX "notifications_user_id_kind_subject_id_key";

-- DropIndex
DROP INDEX "notification_actors_actor_id_idx";

-- DropIndex
DROP INDEX "notification_actors_post_id_idx";

-- DropIndex
DROP INDEX "signals_user_id_position_key";

-- DropIndex
DROP INDEX "saved_searches_user_id_query_key";

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "post_revisions";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "likes";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "bookmarks";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "blocks";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "mutes";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "messages";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "conversations";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "notifications";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "notification_actors";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "notification_opt_outs";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "signals";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "signal_clocks";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "saved_searches";
PRAGMA foreign_keys=on;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_posts" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "author_id" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "edited_at" DATETIME,
    "submission_key" TEXT,
    CONSTRAINT "posts_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "posts_body_length" CHECK (length("body") BETWEEN 1 AND 10000)
);
INSERT INTO "new_posts" ("author_id", "body", "created_at", "edited_at", "id", "submission_key") SELECT "author_id", "body", "created_at", "edited_at", "id", "submission_key" FROM "posts";
DELETE FROM "sqlite_sequence" WHERE "name" = 'new_posts';
INSERT INTO "sqlite_sequence" ("name", "seq") SELECT 'new_posts', "seq" FROM "sqlite_sequence" WHERE "name" = 'posts';
DROP TABLE "posts";
ALTER TABLE "new_posts" RENAME TO "posts";
CREATE INDEX "posts_created_at_id_idx" ON "posts"("created_at", "id");
CREATE INDEX "posts_author_id_created_at_id_idx" ON "posts"("author_id", "created_at", "id");
CREATE UNIQUE INDEX "posts_author_id_submission_key_key" ON "posts"("author_id", "submission_key");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
