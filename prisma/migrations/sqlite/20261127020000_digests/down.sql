-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "digest_subscriptions";
PRAGMA foreign_keys=on;
