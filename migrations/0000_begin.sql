CREATE TABLE `audit` (
	`seq` bigint NOT NULL,
	`at` bigint NOT NULL,
	`actor` varchar(100) NOT NULL,
	`actorKind` varchar(10) NOT NULL,
	`action` varchar(60) NOT NULL,
	`object` varchar(255),
	`org` varchar(12) character set utf8mb4 collate utf8mb4_bin,
	`address` varchar(60),
	`detail` json NOT NULL,
	`previous` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`hash` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `audit_seq` PRIMARY KEY(`seq`)
);
--> statement-breakpoint
CREATE TABLE `audit_head` (
	`id` int NOT NULL,
	`seq` bigint NOT NULL,
	`hash` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `audit_head_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `decision_log` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`recordId` bigint NOT NULL,
	`footageId` bigint NOT NULL,
	`decision` varchar(10) NOT NULL,
	`user` varchar(100) NOT NULL,
	`note` varchar(500),
	`at` bigint NOT NULL,
	CONSTRAINT `decision_log_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `footage` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`externalId` varchar(190) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`deviceId` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`deviceKind` varchar(20) NOT NULL,
	`mediaType` varchar(10) NOT NULL,
	`policeId` varchar(20) character set utf8mb4 collate utf8mb4_bin,
	`org` varchar(12) character set utf8mb4 collate utf8mb4_bin,
	`startAt` bigint NOT NULL,
	`endAt` bigint NOT NULL,
	`uploadedAt` bigint,
	`clockErrorMs` bigint,
	`keyMark` boolean NOT NULL DEFAULT false,
	`data` json NOT NULL,
	`hash` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`version` int NOT NULL DEFAULT 1,
	`messageId` bigint,
	`createdAt` bigint NOT NULL,
	`changedAt` bigint NOT NULL,
	`linkCount` int NOT NULL DEFAULT 0,
	`mediaState` varchar(10) NOT NULL DEFAULT 'none',
	`mediaError` text,
	`volume` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`path` varchar(500),
	`bytes` bigint,
	`sha256` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`durationMs` bigint,
	`videoCodec` varchar(20),
	`audioCodec` varchar(20),
	`renditionState` varchar(10) NOT NULL DEFAULT 'none',
	`renditionError` text,
	`digestCheckedAt` bigint,
	CONSTRAINT `footage_id` PRIMARY KEY(`id`),
	CONSTRAINT `footage_name` UNIQUE(`source`,`externalId`)
);
--> statement-breakpoint
CREATE TABLE `footage_cells` (
	`cell` bigint NOT NULL,
	`footageId` bigint NOT NULL,
	CONSTRAINT `footage_cells_cell_footageId_pk` PRIMARY KEY(`cell`,`footageId`)
);
--> statement-breakpoint
CREATE TABLE `footage_references` (
	`footageId` bigint NOT NULL,
	`kind` varchar(20) NOT NULL,
	`target` varchar(190) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `footage_references_footageId_kind_target_pk` PRIMARY KEY(`footageId`,`kind`,`target`)
);
--> statement-breakpoint
CREATE TABLE `links` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`recordId` bigint NOT NULL,
	`footageId` bigint NOT NULL,
	`viaRecordId` bigint,
	`segmentStart` bigint NOT NULL,
	`segmentEnd` bigint NOT NULL,
	`weight` double NOT NULL,
	`probability` double NOT NULL,
	`decision` varchar(10) NOT NULL,
	`decidedBy` varchar(100) NOT NULL,
	`rule` varchar(64) NOT NULL,
	`evidence` json NOT NULL,
	`version` int NOT NULL DEFAULT 1,
	`createdAt` bigint NOT NULL,
	`changedAt` bigint NOT NULL,
	CONSTRAINT `links_id` PRIMARY KEY(`id`),
	CONSTRAINT `links_pair` UNIQUE(`recordId`,`footageId`)
);
--> statement-breakpoint
CREATE TABLE `record_officers` (
	`recordId` bigint NOT NULL,
	`policeId` varchar(20) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`role` varchar(40),
	`startAt` bigint NOT NULL,
	`endAt` bigint NOT NULL,
	CONSTRAINT `record_officers_recordId_policeId_pk` PRIMARY KEY(`recordId`,`policeId`)
);
--> statement-breakpoint
CREATE TABLE `record_references` (
	`recordId` bigint NOT NULL,
	`kind` varchar(20) NOT NULL,
	`target` varchar(190) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `record_references_recordId_kind_target_pk` PRIMARY KEY(`recordId`,`kind`,`target`)
);
--> statement-breakpoint
CREATE TABLE `records` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`externalId` varchar(190) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`system` varchar(20) NOT NULL,
	`kind` varchar(40) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`org` varchar(12) character set utf8mb4 collate utf8mb4_bin,
	`startAt` bigint NOT NULL,
	`endAt` bigint NOT NULL,
	`precision` varchar(10) NOT NULL,
	`title` varchar(500),
	`lon` double,
	`lat` double,
	`updatedAt` bigint,
	`data` json NOT NULL,
	`hash` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`version` int NOT NULL DEFAULT 1,
	`messageId` bigint,
	`createdAt` bigint NOT NULL,
	`changedAt` bigint NOT NULL,
	`linkCount` int NOT NULL DEFAULT 0,
	CONSTRAINT `records_id` PRIMARY KEY(`id`),
	CONSTRAINT `records_name` UNIQUE(`source`,`externalId`)
);
--> statement-breakpoint
CREATE TABLE `accounts` (
	`user` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`password` varchar(255) NOT NULL,
	`name` varchar(100) NOT NULL,
	`policeId` varchar(20) character set utf8mb4 collate utf8mb4_bin,
	`role` varchar(20) NOT NULL,
	`orgs` json NOT NULL,
	`disabled` boolean NOT NULL DEFAULT false,
	CONSTRAINT `accounts_user` PRIMARY KEY(`user`)
);
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`keyHash` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(100) NOT NULL,
	`system` varchar(20),
	`role` varchar(20) NOT NULL,
	`orgs` json NOT NULL,
	`origins` json NOT NULL,
	`disabled` boolean NOT NULL DEFAULT false,
	CONSTRAINT `api_keys_keyHash` PRIMARY KEY(`keyHash`)
);
--> statement-breakpoint
CREATE TABLE `grants` (
	`id` varchar(40) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`system` varchar(20) NOT NULL,
	`records` json NOT NULL,
	`person` json NOT NULL,
	`origin` varchar(255) NOT NULL,
	`purpose` varchar(255) NOT NULL,
	`issuedBy` varchar(100) NOT NULL,
	`issuedAt` bigint NOT NULL,
	`expiresAt` bigint NOT NULL,
	`usedAt` bigint,
	`revokedAt` bigint,
	`playbackHash` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`playbackExpiresAt` bigint,
	`version` int NOT NULL DEFAULT 1,
	CONSTRAINT `grants_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `orgs` (
	`code` varchar(12) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(190) NOT NULL,
	`parent` varchar(12) character set utf8mb4 collate utf8mb4_bin,
	CONSTRAINT `orgs_code` PRIMARY KEY(`code`)
);
--> statement-breakpoint
CREATE TABLE `people` (
	`policeId` varchar(20) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(100) NOT NULL,
	`org` varchar(12) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`since` bigint NOT NULL DEFAULT 0,
	`until` bigint,
	CONSTRAINT `people_policeId_since_pk` PRIMARY KEY(`policeId`,`since`)
);
--> statement-breakpoint
CREATE TABLE `web_sessions` (
	`tokenHash` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`user` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`createdAt` bigint NOT NULL,
	`expiresAt` bigint NOT NULL,
	CONSTRAINT `web_sessions_tokenHash` PRIMARY KEY(`tokenHash`)
);
--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`messageId` bigint NOT NULL,
	`row` int NOT NULL,
	`digest` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`reason` text NOT NULL,
	`remedy` text,
	`field` varchar(190),
	`rule` varchar(190),
	`value` text,
	`state` varchar(10) NOT NULL DEFAULT 'open',
	`createdAt` bigint NOT NULL,
	`closedAt` bigint,
	`closedBy` varchar(100),
	CONSTRAINT `dead_letters_id` PRIMARY KEY(`id`),
	CONSTRAINT `dead_letters_row` UNIQUE(`messageId`,`row`)
);
--> statement-breakpoint
CREATE TABLE `device_issues` (
	`deviceId` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`at` bigint NOT NULL,
	`policeId` varchar(20) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`org` varchar(12) character set utf8mb4 collate utf8mb4_bin,
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `device_issues_deviceId_at_pk` PRIMARY KEY(`deviceId`,`at`)
);
--> statement-breakpoint
CREATE TABLE `devices` (
	`id` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`kind` varchar(30) NOT NULL,
	`name` varchar(190),
	`org` varchar(12) character set utf8mb4 collate utf8mb4_bin,
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`lastSeenAt` bigint,
	`clockOffsetMs` bigint,
	`detail` json,
	CONSTRAINT `devices_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `message_parts` (
	`messageId` bigint NOT NULL,
	`part` int NOT NULL,
	`body` mediumblob NOT NULL,
	CONSTRAINT `message_parts_messageId_part_pk` PRIMARY KEY(`messageId`,`part`)
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`subject` varchar(100),
	`contentType` varchar(150) NOT NULL,
	`body` mediumblob NOT NULL,
	`bytes` int NOT NULL,
	`digest` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`receivedAt` bigint NOT NULL,
	`rows` int NOT NULL DEFAULT 0,
	`dead` int NOT NULL DEFAULT 0,
	CONSTRAINT `messages_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`lane` varchar(10) NOT NULL,
	`name` varchar(40) NOT NULL,
	`data` json NOT NULL,
	`createdAt` bigint NOT NULL,
	`dueAt` bigint NOT NULL DEFAULT 0,
	`queuedAt` bigint,
	`attempts` int NOT NULL DEFAULT 0,
	`lastError` text,
	CONSTRAINT `outbox_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `sources` (
	`name` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`connector` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`mapping` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`schedule` varchar(100),
	`settings` json NOT NULL,
	`state` varchar(10) NOT NULL DEFAULT 'paused',
	`cursor` json,
	`cursorVersion` int NOT NULL DEFAULT 0,
	`leaseOwner` varchar(100),
	`leaseUntil` bigint NOT NULL DEFAULT 0,
	`notBefore` bigint NOT NULL DEFAULT 0,
	`failures` int NOT NULL DEFAULT 0,
	`lastRunAt` bigint,
	`lastSuccessAt` bigint,
	`lastReceivedAt` bigint,
	`lastError` json,
	`version` int NOT NULL DEFAULT 1,
	CONSTRAINT `sources_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `tallies` (
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`hour` bigint NOT NULL,
	`received` int NOT NULL DEFAULT 0,
	`stored` int NOT NULL DEFAULT 0,
	`unchanged` int NOT NULL DEFAULT 0,
	`dead` int NOT NULL DEFAULT 0,
	CONSTRAINT `tallies_source_hour_pk` PRIMARY KEY(`source`,`hour`)
);
--> statement-breakpoint
CREATE INDEX `audit_at` ON `audit` (`at`);--> statement-breakpoint
CREATE INDEX `audit_actor` ON `audit` (`actor`,`at`);--> statement-breakpoint
CREATE INDEX `audit_object` ON `audit` (`object`);--> statement-breakpoint
CREATE INDEX `decision_log_pair` ON `decision_log` (`recordId`,`footageId`);--> statement-breakpoint
CREATE INDEX `footage_external` ON `footage` (`externalId`);--> statement-breakpoint
CREATE INDEX `footage_officer_time` ON `footage` (`policeId`,`startAt`);--> statement-breakpoint
CREATE INDEX `footage_device_time` ON `footage` (`deviceId`,`startAt`);--> statement-breakpoint
CREATE INDEX `footage_org_time` ON `footage` (`org`,`startAt`);--> statement-breakpoint
CREATE INDEX `footage_time` ON `footage` (`startAt`,`id`);--> statement-breakpoint
CREATE INDEX `footage_media_state` ON `footage` (`mediaState`,`id`);--> statement-breakpoint
CREATE INDEX `footage_cells_footage` ON `footage_cells` (`footageId`);--> statement-breakpoint
CREATE INDEX `footage_references_target` ON `footage_references` (`target`,`kind`);--> statement-breakpoint
CREATE INDEX `links_footage` ON `links` (`footageId`);--> statement-breakpoint
CREATE INDEX `links_via` ON `links` (`viaRecordId`);--> statement-breakpoint
CREATE INDEX `links_decision` ON `links` (`decision`,`changedAt`);--> statement-breakpoint
CREATE INDEX `record_officers_time` ON `record_officers` (`policeId`,`startAt`);--> statement-breakpoint
CREATE INDEX `record_references_target` ON `record_references` (`target`,`kind`);--> statement-breakpoint
CREATE INDEX `records_system_id` ON `records` (`system`,`externalId`);--> statement-breakpoint
CREATE INDEX `records_time` ON `records` (`startAt`,`id`);--> statement-breakpoint
CREATE INDEX `records_org_time` ON `records` (`org`,`startAt`);--> statement-breakpoint
CREATE INDEX `records_system_time` ON `records` (`system`,`startAt`);--> statement-breakpoint
CREATE INDEX `records_end` ON `records` (`endAt`);--> statement-breakpoint
CREATE INDEX `grants_playback` ON `grants` (`playbackHash`);--> statement-breakpoint
CREATE INDEX `grants_issued` ON `grants` (`issuedAt`);--> statement-breakpoint
CREATE INDEX `people_org` ON `people` (`org`);--> statement-breakpoint
CREATE INDEX `web_sessions_user` ON `web_sessions` (`user`);--> statement-breakpoint
CREATE INDEX `dead_letters_open` ON `dead_letters` (`state`,`source`,`id`);--> statement-breakpoint
CREATE INDEX `dead_letters_digest` ON `dead_letters` (`digest`);--> statement-breakpoint
CREATE INDEX `device_issues_officer` ON `device_issues` (`policeId`,`at`);--> statement-breakpoint
CREATE INDEX `messages_source_time` ON `messages` (`source`,`receivedAt`);--> statement-breakpoint
CREATE INDEX `messages_digest` ON `messages` (`source`,`digest`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`lane`,`dueAt`,`id`);