CREATE TABLE `match_turns` (
	`id` bigint NOT NULL,
	`turn` bigint NOT NULL,
	CONSTRAINT `match_turns_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
DROP INDEX `records_square_time` ON `records`;--> statement-breakpoint
CREATE INDEX `records_square_times` ON `records` (`square`,`startAt`,`endAt`,`precision`);