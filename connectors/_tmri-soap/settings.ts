import { z } from 'zod';
import {
  choice,
  flag,
  integer,
  list,
  optionalText,
  secret,
  structure,
  text,
  url,
  type Values,
} from '../../hub/core/setting.ts';
import { callSettings, tlsSettings } from '../_kit/settings.ts';
import { windowSettings } from '../_kit/time-window.ts';
import { publishSettings } from './publish-settings.ts';
import { valueEncodings } from './query-document.ts';
import { families } from './signatures.ts';

export const settings = {
  endpoint: url({
    group: 'where',
    label: { zh: '接口地址', en: 'Endpoint' },
    help: { zh: 'Axis 服务地址，不带 ?wsdl。', en: 'The Axis service, without ?wsdl.' },
    example: 'http://10.0.0.1:9080/trffweb/services/TmriOutNewAccess',
  }),
  family: choice(families, {
    group: 'where',
    label: { zh: '接口类型', en: 'Family' },
    help: {
      zh: 'old：TmriOutAccess；new：TmriOutNewAccess；rm：集成指挥平台 RmOutAccess。',
      en: 'old: TmriOutAccess; new: TmriOutNewAccess; rm: RmOutAccess of the command platform.',
    },
    fallback: 'new',
  }),
  jkid: text({
    group: 'content',
    label: { zh: '接口标识', en: 'Interface id (jkid)' },
    help: {
      zh: '读取哪类数据，例如 04C01 现场执法、04C03 非现场执法。',
      en: 'Which data is read, e.g. 04C01 on-the-spot fines, 04C03 camera violations.',
    },
    example: '04C01',
    pattern: /^[0-9A-Z]{5}$/,
  }),
  jkxlh: secret({
    group: 'signIn',
    label: { zh: '接口序列号', en: 'Interface key (jkxlh)' },
    help: {
      zh: '备案时发放，绑定平台地址和接口清单。',
      en: "Issued on registration (备案), bound to the hub's address and a list of interfaces.",
    },
    example: 'TESTKEY',
  }),
  xtlb: optionalText({
    group: 'content',
    label: { zh: '系统类别', en: 'System class (xtlb)' },
    help: {
      zh: '除非现场另有规定，为 jkid 的前两位。',
      en: 'The first two digits of jkid unless the site says otherwise.',
    },
    example: '04',
    advanced: true,
  }),
  conditions: structure(z.record(z.string(), z.string()), {
    group: 'content',
    label: { zh: '查询条件', en: 'Conditions' },
    help: {
      zh: '按顺序的 QueryCondition 字段；{from}、{to} 为查询时间窗的两端。',
      en: 'Fields of QueryCondition in order; {from} and {to} become the ends of the time window asked for.',
    },
    example: '{"gxsj_q":"{from}","gxsj_z":"{to}"}',
  }),
  rowLimit: integer({
    group: 'content',
    label: { zh: '单次返回行数上限', en: 'Rows per reply' },
    help: {
      zh: '平台一次最多给出的行数；时间窗取满这么多行时自动减半重取。',
      en: 'The most rows the platform gives at once. A window that brings as many is halved and asked for again.',
    },
    fallback: 50,
    min: 1,
  }),
  cjsqbh: text({
    group: 'signIn',
    label: { zh: '场景授权编号', en: 'Scene authorisation (cjsqbh)' },
    help: { zh: '仅新接口需要。', en: 'New endpoint only.' },
    fallback: '',
  }),
  dwjgdm: text({
    group: 'signIn',
    label: { zh: '单位机构代码', en: 'Caller org code (dwjgdm)' },
    help: { zh: '十二位。', en: 'Twelve digits.' },
    fallback: '',
    pattern: /^(\d{12})?$/,
  }),
  dwmc: text({
    group: 'signIn',
    label: { zh: '单位名称', en: 'Caller org name (dwmc)' },
    help: { zh: '与备案一致。', en: 'As registered.' },
    fallback: '',
  }),
  yhbz: text({
    group: 'signIn',
    label: { zh: '用户标识', en: 'User id (yhbz)' },
    help: { zh: '警号或身份证号，与备案一致。', en: 'Police id or identity number, as registered.' },
    fallback: '',
  }),
  yhxm: text({
    group: 'signIn',
    label: { zh: '用户姓名', en: 'User name (yhxm)' },
    help: { zh: '与备案一致。', en: 'As registered.' },
    fallback: '',
  }),
  zdbs: text({
    group: 'signIn',
    label: { zh: '终端标识', en: 'Terminal id (zdbs)' },
    help: { zh: '备案的平台地址。', en: "The hub's address as registered." },
    fallback: '',
  }),
  valueEncoding: choice(valueEncodings, {
    group: 'where',
    label: { zh: '参数编码', en: 'Value encoding' },
    help: {
      zh: '请求中取值的编码方式：几乎都是 URL 编码的 UTF-8，个别现场编码两次。',
      en: 'How values are encoded in the request: URL-encoded UTF-8 nearly everywhere, twice at some sites.',
    },
    fallback: 'url',
    advanced: true,
  }),
  encodeCaller: flag({
    group: 'where',
    label: { zh: '调用方参数也编码', en: 'Encode the caller too' },
    help: {
      zh: 'dwmc 和 yhxm 也做 URL 编码，个别现场要求。',
      en: 'URL-encode dwmc and yhxm as well, which some sites want.',
    },
    fallback: false,
    advanced: true,
  }),
  transport: choice(['soap', 'form'], {
    group: 'where',
    label: { zh: '传输方式', en: 'Transport' },
    help: {
      zh: 'soap：平台本身及多数封装；form：.NET 网关，.asmx 地址以表单接收操作。',
      en: 'soap: the platform itself and most wrappers. form: a .NET gateway whose .asmx address takes operations as forms.',
    },
    fallback: 'soap',
    advanced: true,
  }),
  operation: optionalText({
    group: 'where',
    label: { zh: '操作名', en: 'Operation' },
    help: { zh: '不用该系列惯用的操作名时填写。', en: 'Instead of the usual operation of the family.' },
    example: 'queryObjectOut',
    advanced: true,
  }),
  parameters: list({
    group: 'where',
    label: { zh: '参数顺序', en: 'Parameters' },
    help: {
      zh: '各地变体的参数名，按顺序，例如 jkid,cjsqbh,xml；留空则用该操作的标准参数。',
      en: 'Names in order, for local variants, e.g. jkid,cjsqbh,xml. Empty: those of the operation.',
    },
    fallback: [],
    advanced: true,
  }),
  documentParameter: text({
    group: 'where',
    label: { zh: '文档参数名', en: 'Document parameter' },
    help: {
      zh: '存放 XML 的参数名；有的变体为 QueryXmlDoc、xml 或 strXml。',
      en: 'The parameter that holds the XML; QueryXmlDoc, xml or strXml in some variants.',
    },
    fallback: 'UTF8XmlDoc',
    advanced: true,
  }),
  cdata: flag({
    group: 'where',
    label: { zh: '文档用 CDATA', en: 'Document as CDATA' },
    help: { zh: 'XML 以 CDATA 发送，不转义。', en: 'Send the XML as CDATA instead of escaped.' },
    fallback: false,
    advanced: true,
  }),
  namespace: text({
    group: 'where',
    label: { zh: '命名空间', en: 'Namespace' },
    help: {
      zh: '请求的命名空间；.NET 封装为 http://tempuri.org/。',
      en: 'Of the request; http://tempuri.org/ for .NET wrappers.',
    },
    fallback: 'http://endpoint.axis.framework.tmri.com',
    advanced: true,
  }),
  ...publishSettings,
  ...windowSettings,
  ...callSettings,
  ...tlsSettings,
} as const;

export type Settings = Values<typeof settings>;
