CREATE TABLE `deletions` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`footageId` bigint NOT NULL,
	`org` varchar(12) character set utf8mb4 collate utf8mb4_bin,
	`state` varchar(10) NOT NULL,
	`reason` varchar(500) NOT NULL,
	`proposedBy` varchar(100) NOT NULL,
	`proposedAt` bigint NOT NULL,
	`decidedBy` varchar(100),
	`decidedAt` bigint,
	`note` varchar(500),
	`doneAt` bigint,
	`bytes` bigint,
	`sha256` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`sm3` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`class` varchar(20) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `deletions_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `holds` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`recordId` bigint,
	`footageId` bigint,
	`org` varchar(12) character set utf8mb4 collate utf8mb4_bin,
	`reason` varchar(500) NOT NULL,
	`heldBy` varchar(100) NOT NULL,
	`heldAt` bigint NOT NULL,
	`releasedBy` varchar(100),
	`releasedAt` bigint,
	`releaseReason` varchar(500),
	CONSTRAINT `holds_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `keeping` (
	`footageId` bigint NOT NULL,
	`class` varchar(20) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`until` bigint,
	`missing` int NOT NULL,
	`changedAt` bigint NOT NULL,
	CONSTRAINT `keeping_footageId` PRIMARY KEY(`footageId`)
);
--> statement-breakpoint
CREATE TABLE `placements` (
	`footageId` bigint NOT NULL,
	`volume` varchar(56) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`path` varchar(500) NOT NULL,
	`bytes` bigint NOT NULL,
	`state` varchar(10) NOT NULL,
	`createdAt` bigint NOT NULL,
	`checkedAt` bigint,
	`leaveAt` bigint,
	CONSTRAINT `placements_footageId_volume_pk` PRIMARY KEY(`footageId`,`volume`)
);
--> statement-breakpoint
CREATE TABLE `retention_classes` (
	`name` varchar(20) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`label` json NOT NULL,
	`days` int,
	`copies` int NOT NULL,
	`systems` json NOT NULL,
	`rank` int NOT NULL,
	CONSTRAINT `retention_classes_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `volumes` (
	`name` varchar(56) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`kind` varchar(20) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`settings` json NOT NULL,
	`state` varchar(10) NOT NULL,
	`orgs` json NOT NULL,
	`deviceKinds` json NOT NULL,
	`fromDays` int,
	`toDays` int,
	`distance` int NOT NULL,
	`capacityBytes` bigint,
	`reserveBytes` bigint NOT NULL,
	`usedBytes` bigint NOT NULL DEFAULT 0,
	`freeBytes` bigint,
	`checkedAt` bigint,
	`lastError` varchar(2000),
	`version` int NOT NULL DEFAULT 1,
	`createdAt` bigint NOT NULL,
	CONSTRAINT `volumes_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
ALTER TABLE `footage` ADD `sm3` varchar(64) character set utf8mb4 collate utf8mb4_bin;--> statement-breakpoint
CREATE INDEX `deletions_footage` ON `deletions` (`footageId`);--> statement-breakpoint
CREATE INDEX `deletions_state` ON `deletions` (`state`,`id`);--> statement-breakpoint
CREATE INDEX `deletions_org` ON `deletions` (`org`);--> statement-breakpoint
CREATE INDEX `holds_footage` ON `holds` (`footageId`);--> statement-breakpoint
CREATE INDEX `holds_record` ON `holds` (`recordId`);--> statement-breakpoint
CREATE INDEX `holds_open` ON `holds` (`releasedAt`,`id`);--> statement-breakpoint
CREATE INDEX `keeping_until` ON `keeping` (`until`);--> statement-breakpoint
CREATE INDEX `keeping_missing` ON `keeping` (`missing`,`changedAt`);--> statement-breakpoint
CREATE INDEX `keeping_class` ON `keeping` (`class`);--> statement-breakpoint
CREATE INDEX `placements_volume` ON `placements` (`volume`,`state`,`footageId`);--> statement-breakpoint
CREATE INDEX `placements_leaving` ON `placements` (`state`,`leaveAt`);--> statement-breakpoint
INSERT INTO `placements` (`footageId`, `volume`, `path`, `bytes`, `state`, `createdAt`, `checkedAt`)
SELECT `id`, `volume`, `path`, `bytes`, 'good', `createdAt`, `digestCheckedAt` FROM `footage`
WHERE `mediaState` = 'stored' AND `volume` IS NOT NULL AND `path` IS NOT NULL AND `bytes` IS NOT NULL;
