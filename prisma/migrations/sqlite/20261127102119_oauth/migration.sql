-- CreateTable
CREATE TABLE "oauth_apps" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "client_id" TEXT NOT NULL,
    "secret_hash" TEXT,
    "owner_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "website" TEXT NOT NULL DEFAULT '',
    "redirect_uris" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "oauth_apps_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "oauth_apps_name_length" CHECK (length("name") BETWEEN 1 AND 50),
    CONSTRAINT "oauth_apps_website_length" CHECK (length("website") <= 200),
    CONSTRAINT "oauth_apps_redirect_uris_length" CHECK (length("redirect_uris") BETWEEN 1 AND 5100)
);

-- CreateTable
CREATE TABLE "oauth_grants" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "app_id" INTEGER NOT NULL,
    "scopes" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "code_challenge" TEXT NOT NULL,
    "code_expires_at" DATETIME NOT NULL,
    "code_used_at" DATETIME,
    "redirect_uri" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" DATETIME,
    "expires_at" DATETIME NOT NULL,
    CONSTRAINT "oauth_grants_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "oauth_grants_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "oauth_apps" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "oauth_grants_code_challenge_length" CHECK (length("code_challenge") = 43)
);

-- CreateTable
CREATE TABLE "oauth_refresh_tokens" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "grant_id" INTEGER NOT NULL,
    "token_hash" TEXT NOT NULL,
    "used_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" DATETIME NOT NULL,
    CONSTRAINT "oauth_refresh_tokens_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "oauth_grants" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_api_tokens" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "token_hash" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "scopes" TEXT NOT NULL,
    "grant_id" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" DATETIME,
    "expires_at" DATETIME NOT NULL,
    CONSTRAINT "api_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "api_tokens_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "oauth_grants" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "api_tokens_kind_known" CHECK ("kind" IN ('password', 'personal', 'oauth')),
    CONSTRAINT "api_tokens_grant_of_app" CHECK (("kind" = 'oauth') = ("grant_id" IS NOT NULL)),
    CONSTRAINT "api_tokens_name_length" CHECK (length("name") <= 50),
    CONSTRAINT "api_tokens_scopes_known" CHECK ("scopes" IN ('read', 'read write', 'read messages', 'read write messages'))
);
INSERT INTO "new_api_tokens" ("created_at", "expires_at", "id", "kind", "last_used_at", "name", "scopes", "token_hash", "user_id") SELECT "created_at", "expires_at", "id", "kind", "last_used_at", "name", "scopes", "token_hash", "user_id" FROM "api_tokens";
DELETE FROM "sqlite_sequence" WHERE "name" = 'new_api_tokens';
INSERT INTO "sqlite_sequence" ("name", "seq") SELECT 'new_api_tokens', "seq" FROM "sqlite_sequence" WHERE "name" = 'api_tokens';
DROP TABLE "api_tokens";
ALTER TABLE "new_api_tokens" RENAME TO "api_tokens";
CREATE UNIQUE INDEX "api_tokens_token_hash_key" ON "api_tokens"("token_hash");
CREATE INDEX "api_tokens_user_id_kind_idx" ON "api_tokens"("user_id", "kind");
CREATE INDEX "api_tokens_grant_id_idx" ON "api_tokens"("grant_id");
CREATE INDEX "api_tokens_expires_at_idx" ON "api_tokens"("expires_at");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "oauth_apps_client_id_key" ON "oauth_apps"("client_id");

-- CreateIndex
CREATE INDEX "oauth_apps_owner_id_idx" ON "oauth_apps"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "oauth_grants_code_hash_key" ON "oauth_grants"("code_hash");

-- CreateIndex
CREATE INDEX "oauth_grants_user_id_app_id_idx" ON "oauth_grants"("user_id", "app_id");

-- CreateIndex
CREATE INDEX "oauth_grants_app_id_idx" ON "oauth_grants"("app_id");

-- CreateIndex
CREATE INDEX "oauth_grants_expires_at_idx" ON "oauth_grants"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "oauth_refresh_tokens_token_hash_key" ON "oauth_refresh_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "oauth_refresh_tokens_grant_id_idx" ON "oauth_refresh_tokens"("grant_id");

-- CreateIndex
CREATE INDEX "oauth_refresh_tokens_expires_at_idx" ON "oauth_refresh_tokens"("expires_at");
