CREATE TABLE `former_contents` (
	`side` varchar(10) NOT NULL,
	`id` bigint NOT NULL,
	`data` json NOT NULL,
	CONSTRAINT `former_contents_side_id_pk` PRIMARY KEY(`side`,`id`)
);
