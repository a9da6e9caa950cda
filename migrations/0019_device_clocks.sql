CREATE TABLE `device_clocks` (
	`deviceId` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`fromAt` bigint NOT NULL,
	`toAt` bigint NOT NULL,
	`offsetMs` bigint NOT NULL,
	`driftMsPerDay` double NOT NULL,
	`deviationMs` bigint NOT NULL,
	`grounds` varchar(10) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`clips` int NOT NULL,
	CONSTRAINT `device_clocks_deviceId_fromAt_pk` PRIMARY KEY(`deviceId`,`fromAt`)
);
--> statement-breakpoint
CREATE INDEX `device_clocks_time` ON `device_clocks` (`deviceId`,`toAt`);