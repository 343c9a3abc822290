-- AlterTable
ALTER TABLE "api_tokens" DROP CONSTRAINT IF EXISTS "api_tokens_scopes_known";

-- AlterTable
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_scopes_known" CHECK ("scopes" IN ('read', 'read write', 'read messages', 'read admin', 'read write messages', 'read write admin', 'read messages admin', 'read write messages admin'));
