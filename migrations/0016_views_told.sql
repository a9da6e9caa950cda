ALTER TABLE `api_keys` ADD `viewsUrl` varchar(500);--> statement-breakpoint
ALTER TABLE `api_keys` ADD `viewsSecret` varchar(500);