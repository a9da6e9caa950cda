CREATE TABLE `match_clocks_found` (
	`runId` bigint NOT NULL,
	`partId` bigint NOT NULL,
	`bucket` int NOT NULL,
	`found` json NOT NULL,
	CONSTRAINT `match_clocks_found_partId_bucket_pk` PRIMARY KEY(`partId`,`bucket`)
);
--> statement-breakpoint
CREATE INDEX `match_clocks_found_run` ON `match_clocks_found` (`runId`,`bucket`);