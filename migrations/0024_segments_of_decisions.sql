ALTER TABLE `decision_log` ADD `segmentStart` bigint;--> statement-breakpoint
ALTER TABLE `decision_log` ADD `segmentEnd` bigint;