type Words = readonly [zh: string, en: string];

/** One place in a record or a piece of footage that a mapping can fill. */
export interface TargetField {
  readonly name: string;
  readonly words: Words;
  readonly required?: boolean;
  /** A word as it stands instead of a path, e.g. the name of a milestone. */
  readonly plain?: boolean;
  /** All it may be, the usual one first; each with what a person calls it. */
  readonly choices?: Readonly<Record<string, Words>>;
}

export interface TargetList {
  readonly name: string;
  readonly words: Words;
  readonly fields: readonly TargetField[];
}

export interface Target {
  readonly fields: readonly TargetField[];
  readonly lists: readonly TargetList[];
}

const origin: readonly TargetField[] = [
  { name: 'each', words: ['逐项路径', 'For each of'], plain: true },
  { name: 'split', words: ['拆分字段', 'Split of'], plain: true },
];

const references: TargetList = {
  name: 'references',
  words: ['关联编号', 'References'],
  fields: [
    { name: 'kind', words: ['种类', 'Kind'], plain: true, required: true },
    { name: 'id', words: ['编号', 'Number'], required: true },
    ...origin,
  ],
};

/** What a mapping can fill, in the order people think of it. The schema has the last word; this is for the form. */
export const targets: Readonly<Record<'record' | 'footage', Target>> = {
  record: {
    fields: [
      { name: 'externalId', words: ['业务编号', 'Number'], required: true },
      { name: 'kind', words: ['种类', 'Kind'], required: true },
      { name: 'title', words: ['标题', 'Title'] },
      { name: 'summary', words: ['内容', 'Summary'] },
      { name: 'category.code', words: ['类别代码', 'Category code'] },
      { name: 'category.label', words: ['类别名称', 'Category'] },
      { name: 'org', words: ['单位', 'Organisation'] },
      { name: 'time.start', words: ['开始时间', 'Start'], required: true },
      { name: 'time.end', words: ['结束时间', 'End'] },
      { name: 'place.lon', words: ['经度', 'Longitude'] },
      { name: 'place.lat', words: ['纬度', 'Latitude'] },
      {
        name: 'place.crs',
        words: ['坐标系', 'Coordinates of'],
        plain: true,
        choices: {
          wgs84: ['WGS-84（GPS）', 'WGS-84 (GPS)'],
          gcj02: ['GCJ-02（高德、腾讯）', 'GCJ-02 (Amap, Tencent)'],
          bd09: ['BD-09（百度）', 'BD-09 (Baidu)'],
          cgcs2000: ['CGCS2000', 'CGCS2000'],
        },
      },
      {
        name: 'place.axisOrder',
        words: ['坐标次序', 'Order of axes'],
        plain: true,
        choices: {
          lonLat: ['经度、纬度', 'longitude, latitude'],
          latLon: ['两者颠倒', 'the two are swapped'],
          auto: ['逐条判断', 'told by the values'],
        },
      },
      { name: 'place.address', words: ['地址', 'Address'] },
      { name: 'updatedAt', words: ['更新时间', 'Updated'] },
    ],
    lists: [
      {
        name: 'officers',
        words: ['民警', 'Officers'],
        fields: [
          { name: 'policeId', words: ['警号', 'Police number'] },
          { name: 'name', words: ['姓名', 'Name'] },
          { name: 'org', words: ['单位', 'Organisation'] },
          { name: 'role', words: ['角色', 'Role'] },
          ...origin,
        ],
      },
      {
        name: 'persons',
        words: ['人员', 'Persons'],
        fields: [
          { name: 'name', words: ['姓名', 'Name'] },
          { name: 'idNumber', words: ['证件号', 'ID number'] },
          { name: 'phone', words: ['电话', 'Phone'] },
          { name: 'role', words: ['角色', 'Role'] },
          ...origin,
        ],
      },
      {
        name: 'vehicles',
        words: ['车辆', 'Vehicles'],
        fields: [
          { name: 'plate', words: ['号牌', 'Plate'], required: true },
          { name: 'plateType', words: ['号牌种类', 'Kind of plate'] },
          ...origin,
        ],
      },
      {
        name: 'milestones',
        words: ['时间节点', 'Milestones'],
        fields: [
          { name: 'name', words: ['节点', 'Milestone'], plain: true, required: true },
          { name: 'at', words: ['时间', 'At'], required: true },
          ...origin,
        ],
      },
      references,
    ],
  },
  footage: {
    fields: [
      { name: 'externalId', words: ['文件编号', 'Number'], required: true },
      { name: 'deviceKind', words: ['设备种类', 'Kind of device'], required: true },
      { name: 'mediaType', words: ['媒体种类', 'Kind of media'], required: true },
      { name: 'deviceId', words: ['设备编号', 'Device'] },
      { name: 'policeId', words: ['警号', 'Police number'] },
      { name: 'officerName', words: ['民警姓名', 'Officer'] },
      { name: 'org', words: ['单位', 'Organisation'] },
      { name: 'start', words: ['开始时间', 'Start'], required: true },
      { name: 'end', words: ['结束时间', 'End'], required: true },
      { name: 'uploadedAt', words: ['上传时间', 'Uploaded'] },
      { name: 'keyMark', words: ['重点标记', 'Key mark'] },
      { name: 'title', words: ['标题', 'Title'] },
      { name: 'media.url', words: ['文件地址', 'Address of the file'] },
      { name: 'media.bytes', words: ['字节数', 'Bytes'] },
      { name: 'media.sha256', words: ['摘要', 'SHA-256'] },
    ],
    lists: [
      { name: 'labels', words: ['标签', 'Labels'], fields: [{ name: 'label', words: ['标签', 'Label'] }, ...origin] },
      references,
    ],
  },
};

/** Said of a transform: what it does, and how it begins in YAML. */
export const transforms = {
  ifBad: { words: ['读不出时留空', 'Leave out what cannot be read'], begin: 'ifBad: absent' },
  clean: { words: ['清理全角和控制字符', 'Clean the text'], begin: 'clean: true' },
  match: { words: ['按正则截取', 'Keep what matches'], begin: "match: '^(.+)$'" },
  codes: { words: ['查代码表', 'Look up in a code table'], begin: 'codes: table' },
  formats: { words: ['时间格式', 'Time formats'], begin: "formats: ['yyyy-MM-dd HH:mm:ss']" },
  as: { words: ['按类型读取', 'Read as'], begin: 'as: text' },
  trimPrefix: { words: ['去掉开头的字符', 'Take off the beginning'], begin: "trimPrefix: '0'" },
  scale: { words: ['乘以倍数', 'Multiply'], begin: 'scale: 1000' },
  unknown: { words: ['视为不详的值', 'Count as not known'], begin: "unknown: ['无']" },
  when: { words: ['满足条件时', 'Only when'], begin: 'when: { field: value }' },
} as const satisfies Readonly<Record<string, { words: Words; begin: string }>>;
