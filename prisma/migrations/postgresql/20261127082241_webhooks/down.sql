-- DropForeignKey
ALTER TABLE "webhooks" DROP CONSTRAINT "webhooks_user_id_fkey";

-- DropForeignKey
ALTER TABLE "webhook_deliveries" DROP CONSTRAINT "webhook_deliveries_webhook_id_fkey";

-- DropTable
DROP TABLE "webhooks";

-- DropTable
DROP TABLE "webhook_deliveries";
