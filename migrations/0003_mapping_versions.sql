CREATE TABLE `mapping_versions` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`mapping` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`text` mediumtext,
	`note` varchar(500) NOT NULL,
	`author` varchar(100) NOT NULL,
	`at` bigint NOT NULL,
	CONSTRAINT `mapping_versions_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `mapping_versions_mapping` ON `mapping_versions` (`mapping`,`id`);