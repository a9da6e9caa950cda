CREATE TABLE `backfills` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`state` varchar(10) NOT NULL DEFAULT 'waiting',
	`begun` json,
	`reached` json,
	`pages` int NOT NULL DEFAULT 0,
	`stored` int NOT NULL DEFAULT 0,
	`unchanged` int NOT NULL DEFAULT 0,
	`dead` int NOT NULL DEFAULT 0,
	`askedBy` varchar(100) NOT NULL,
	`createdAt` bigint NOT NULL,
	`changedAt` bigint NOT NULL,
	`error` json,
	CONSTRAINT `backfills_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `drift_seen` (
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`kind` varchar(10) NOT NULL,
	`path` varchar(190) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`by` varchar(100) NOT NULL,
	`at` bigint NOT NULL,
	CONSTRAINT `drift_seen_source_kind_path_pk` PRIMARY KEY(`source`,`kind`,`path`)
);
--> statement-breakpoint
ALTER TABLE `dead_letters` ADD `number` varchar(190) character set utf8mb4 collate utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `messages` ADD `unchanged` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `stated` int;--> statement-breakpoint
ALTER TABLE `messages` ADD `editedFrom` bigint;--> statement-breakpoint
ALTER TABLE `messages` ADD `editedBy` varchar(100);--> statement-breakpoint
CREATE INDEX `backfills_source` ON `backfills` (`source`,`id`);--> statement-breakpoint
CREATE INDEX `dead_letters_number` ON `dead_letters` (`number`);--> statement-breakpoint
CREATE INDEX `messages_edited` ON `messages` (`editedFrom`);