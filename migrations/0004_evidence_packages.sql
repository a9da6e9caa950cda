CREATE TABLE `evidence_packages` (
	`id` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`recordId` bigint NOT NULL,
	`org` varchar(12) character set utf8mb4 collate utf8mb4_bin,
	`footageIds` json NOT NULL,
	`reason` varchar(500) NOT NULL,
	`createdBy` varchar(100) NOT NULL,
	`createdAt` bigint NOT NULL,
	`fetched` int NOT NULL DEFAULT 0,
	`content` json NOT NULL,
	CONSTRAINT `evidence_packages_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `evidence_packages_record` ON `evidence_packages` (`recordId`);