CREATE TABLE `match_rules` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`version` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`yaml` text NOT NULL,
	`note` varchar(500),
	`returnsTo` bigint,
	`publishedBy` varchar(100) NOT NULL,
	`publishedAt` bigint NOT NULL,
	CONSTRAINT `match_rules_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `review_claims` (
	`recordId` bigint NOT NULL,
	`footageId` bigint NOT NULL,
	`user` varchar(100) NOT NULL,
	`until` bigint NOT NULL,
	CONSTRAINT `review_claims_recordId_footageId_pk` PRIMARY KEY(`recordId`,`footageId`)
);
--> statement-breakpoint
CREATE TABLE `rule_trials` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`yaml` text NOT NULL,
	`fromAt` bigint NOT NULL,
	`toAt` bigint NOT NULL,
	`state` varchar(10) NOT NULL DEFAULT 'waiting',
	`result` json,
	`error` text,
	`createdBy` varchar(100) NOT NULL,
	`createdAt` bigint NOT NULL,
	`finishedAt` bigint,
	CONSTRAINT `rule_trials_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `breakers` (
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`state` varchar(10) NOT NULL,
	`failures` int NOT NULL,
	`samples` json,
	`openings` int NOT NULL,
	`until` bigint NOT NULL,
	`changedAt` bigint NOT NULL,
	CONSTRAINT `breakers_source` PRIMARY KEY(`source`)
);
--> statement-breakpoint
CREATE TABLE `publication_days` (
	`target` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`day` bigint NOT NULL,
	`acknowledged` int NOT NULL DEFAULT 0,
	`withdrawn` int NOT NULL DEFAULT 0,
	`failed` int NOT NULL DEFAULT 0,
	`retried` int NOT NULL DEFAULT 0,
	`found` int NOT NULL DEFAULT 0,
	`missing` int NOT NULL DEFAULT 0,
	CONSTRAINT `publication_days_target_day_pk` PRIMARY KEY(`target`,`day`)
);
--> statement-breakpoint
CREATE TABLE `publications` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`target` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`recordId` bigint NOT NULL,
	`footageId` bigint NOT NULL,
	`rank` int NOT NULL,
	`state` varchar(12) NOT NULL,
	`withdraw` boolean NOT NULL DEFAULT false,
	`segmentStart` bigint NOT NULL,
	`segmentEnd` bigint NOT NULL,
	`revision` int NOT NULL DEFAULT 1,
	`acknowledged` int NOT NULL DEFAULT 0,
	`attempts` int NOT NULL DEFAULT 0,
	`dueAt` bigint NOT NULL,
	`lastError` json,
	`createdAt` bigint NOT NULL,
	`changedAt` bigint NOT NULL,
	`sentAt` bigint,
	`acknowledgedAt` bigint,
	CONSTRAINT `publications_id` PRIMARY KEY(`id`),
	CONSTRAINT `publications_pair` UNIQUE(`target`,`recordId`,`footageId`)
);
--> statement-breakpoint
ALTER TABLE `decision_log` ADD `previous` varchar(10);--> statement-breakpoint
ALTER TABLE `decision_log` ADD `previousBy` varchar(100);--> statement-breakpoint
CREATE INDEX `review_claims_until` ON `review_claims` (`until`);--> statement-breakpoint
CREATE INDEX `rule_trials_created` ON `rule_trials` (`createdAt`);--> statement-breakpoint
CREATE INDEX `publications_due` ON `publications` (`target`,`state`,`dueAt`);--> statement-breakpoint
CREATE INDEX `publications_state` ON `publications` (`state`,`dueAt`);--> statement-breakpoint
CREATE INDEX `publications_record` ON `publications` (`recordId`);