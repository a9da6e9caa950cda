CREATE TABLE `match_pairs` (
	`footageId` bigint NOT NULL,
	`recordId` bigint NOT NULL,
	`scored` varbinary(200) NOT NULL,
	`isDecided` boolean NOT NULL DEFAULT false,
	CONSTRAINT `match_pairs_footageId_recordId_pk` PRIMARY KEY(`footageId`,`recordId`)
);
--> statement-breakpoint
CREATE INDEX `match_pairs_record` ON `match_pairs` (`recordId`,`footageId`);