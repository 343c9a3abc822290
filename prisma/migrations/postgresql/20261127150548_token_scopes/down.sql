-- AlterTable
ALTER TABLE "api_tokens" DROP CONSTRAINT IF EXISTS "api_tokens_scopes_known";

-- The former version knows no scope admin: tokens lose it.
UPDATE "api_tokens" SET "scopes" = replace("scopes", ' admin', '');

-- AlterTable
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_scopes_known" CHECK ("scopes" IN ('read', 'read write', 'read messages', 'read write messages'));
