DROP TABLE `officer_postings`;--> statement-breakpoint
ALTER TABLE `record_officers` ADD `org` varchar(12) character set utf8mb4 collate utf8mb4_bin;--> statement-breakpoint
UPDATE `record_officers` o JOIN `records` r ON r.`id` = o.`recordId` SET o.`org` = JSON_UNQUOTE(JSON_EXTRACT(r.`data`, REPLACE(JSON_UNQUOTE(JSON_SEARCH(r.`data`, 'one', o.`policeId`, NULL, '$.officers[*].policeId')), '.policeId', '.org'))) WHERE CHAR_LENGTH(JSON_UNQUOTE(JSON_EXTRACT(r.`data`, REPLACE(JSON_UNQUOTE(JSON_SEARCH(r.`data`, 'one', o.`policeId`, NULL, '$.officers[*].policeId')), '.policeId', '.org')))) <= 12;
