CREATE TABLE `marks` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`recordId` bigint NOT NULL,
	`footageId` bigint NOT NULL,
	`offsetMs` int NOT NULL,
	`note` varchar(200) NOT NULL,
	`createdBy` varchar(100) NOT NULL,
	`grantId` varchar(36) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`createdAt` bigint NOT NULL,
	CONSTRAINT `marks_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `marks_record` ON `marks` (`recordId`);