/** The hub this platform embeds footage from. */
export interface HubAccess {
  url: string;
  apiKey: string;
}

export interface FootageGrant {
  token: string;
  hubUrl: string;
}

/** Why there is no grant, in words for the person at the screen. */
export interface NoGrant {
  reason: string;
}

export interface GrantWish {
  /** 案件编号 of what the page shows. */
  records: readonly string[];
  person: { policeId: string; name: string };
  /** Origin of the page that will use the grant. */
  origin: string;
}

const waitMs = 3000;

/**
 * Asks the hub, server to server, to let one person see the footage of these cases on one page view. Never throws: the
 * case page must work without the hub.
 */
export const footageGrant = async (hub: HubAccess | undefined, wish: GrantWish): Promise<FootageGrant | NoGrant> => {
  if (!hub) return { reason: '未配置视音频关联服务' };
  const { records, person, origin } = wish;
  const subject = records.length === 1 ? { record: records[0] } : { records };
  try {
    const response = await fetch(`${hub.url}/api/v1/grants`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hub.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ system: 'case', ...subject, person, origin, extent: 'clip', purpose: '办案查阅' }),
      signal: AbortSignal.timeout(waitMs),
    });
    if (response.status === 404) return { reason: '案件数据尚未汇入视音频关联服务' };
    if (!response.ok) return { reason: `视音频关联服务拒绝了请求（${response.status}）` };
    const { token } = (await response.json()) as { token?: unknown };
    return typeof token === 'string' ? { token, hubUrl: hub.url } : { reason: '视音频关联服务的答复无法识别' };
  } catch {
    return { reason: '视音频关联服务无法连接' };
  }
};
