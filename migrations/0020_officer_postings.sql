CREATE TABLE `officer_postings` (
	`policeId` varchar(20) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`day` int NOT NULL,
	`org` varchar(12) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`at` bigint NOT NULL,
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `officer_postings_policeId_day_org_pk` PRIMARY KEY(`policeId`,`day`,`org`)
);
--> statement-breakpoint
ALTER TABLE `footage` ADD `station` varchar(12) character set utf8mb4 collate utf8mb4_bin;--> statement-breakpoint
UPDATE `footage` SET `station` = `org`;--> statement-breakpoint
CREATE INDEX `footage_station_time` ON `footage` (`station`,`startAt`);