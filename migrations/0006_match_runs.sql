CREATE TABLE `match_clocks` (
	`runId` bigint NOT NULL,
	`partId` bigint NOT NULL,
	`footageId` bigint NOT NULL,
	`measured` boolean NOT NULL,
	`deviceId` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`deviceHash` bigint NOT NULL,
	`weight` double NOT NULL,
	`record` varchar(260) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`at` bigint,
	`errorMs` bigint,
	CONSTRAINT `match_clocks_partId_footageId_measured_pk` PRIMARY KEY(`partId`,`footageId`,`measured`)
);
--> statement-breakpoint
CREATE TABLE `match_parts` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`runId` bigint NOT NULL,
	`pass` varchar(10) NOT NULL,
	`region` int NOT NULL,
	`fromAt` bigint NOT NULL,
	`toAt` bigint NOT NULL,
	`doneAt` bigint,
	`records` int NOT NULL DEFAULT 0,
	`changed` int NOT NULL DEFAULT 0,
	`deferred` boolean NOT NULL DEFAULT false,
	`reachFrom` bigint,
	`reachTo` bigint,
	`touchedDays` json,
	CONSTRAINT `match_parts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `match_runs` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`fromAt` bigint NOT NULL,
	`toAt` bigint NOT NULL,
	`org` varchar(12) character set utf8mb4 collate utf8mb4_bin,
	`plan` json,
	`startedBy` varchar(100) NOT NULL,
	`createdAt` bigint NOT NULL,
	`finishedAt` bigint,
	CONSTRAINT `match_runs_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `match_clocks_run` ON `match_clocks` (`runId`,`deviceHash`);--> statement-breakpoint
CREATE INDEX `match_parts_run` ON `match_parts` (`runId`,`pass`,`doneAt`);--> statement-breakpoint
CREATE INDEX `footage_clock_error` ON `footage` (`clockErrorMs`);