-- DropTable
DROP TABLE "jobs";
