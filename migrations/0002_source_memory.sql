CREATE TABLE `source_memory` (
	`source` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(190) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`value` json NOT NULL,
	`expiresAt` bigint NOT NULL,
	CONSTRAINT `source_memory_source_name_pk` PRIMARY KEY(`source`,`name`)
);
--> statement-breakpoint
CREATE INDEX `source_memory_expired` ON `source_memory` (`expiresAt`);