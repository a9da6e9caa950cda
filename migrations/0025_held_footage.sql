CREATE TABLE `held_footage` (
	`holdId` bigint NOT NULL,
	`footageId` bigint NOT NULL,
	CONSTRAINT `held_footage_footageId_holdId_pk` PRIMARY KEY(`footageId`,`holdId`)
);
--> statement-breakpoint
INSERT INTO `held_footage` (`holdId`, `footageId`) SELECT `holds`.`id`, `links`.`footageId` FROM `holds` JOIN `links` ON `links`.`recordId` = `holds`.`recordId` WHERE `holds`.`releasedAt` IS NULL AND `links`.`decision` <> 'rejected';
