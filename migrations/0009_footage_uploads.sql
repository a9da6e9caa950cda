CREATE TABLE `footage_uploads` (
	`id` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`owner` varchar(120) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`footageId` bigint,
	`entry` json,
	`fileName` varchar(255) NOT NULL,
	`bytes` bigint NOT NULL,
	`sha256` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`keyMark` boolean NOT NULL,
	`state` varchar(10) NOT NULL,
	`error` text,
	`metadata` json NOT NULL,
	`createdAt` bigint NOT NULL,
	CONSTRAINT `footage_uploads_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `footage_uploads_time` ON `footage_uploads` (`createdAt`);