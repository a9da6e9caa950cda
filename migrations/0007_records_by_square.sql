DROP INDEX `record_officers_time` ON `record_officers`;--> statement-breakpoint
ALTER TABLE `records` ADD `square` int GENERATED ALWAYS AS (floor((lat + 90) * 50) * 18000 + floor((lon + 180) * 50)) VIRTUAL;--> statement-breakpoint
CREATE INDEX `record_officers_times` ON `record_officers` (`policeId`,`startAt`,`endAt`);--> statement-breakpoint
CREATE INDEX `records_square_time` ON `records` (`square`,`startAt`);