/** The look of an intranet application of some years ago: fixed header, tabs, ruled tables, small type. */
export const style = `
*{box-sizing:border-box}
body{margin:0;background:#eef2f7;color:#222;font:13px/1.6 "Microsoft YaHei","Noto Sans CJK SC","SimSun",sans-serif}
a{color:#1a5dab;text-decoration:none}a:hover{color:#c30;text-decoration:underline}
.top{background:linear-gradient(#1f5fa8,#164a87);color:#fff;padding:10px 20px;display:flex;align-items:baseline;gap:16px}
.top b{font-size:19px;letter-spacing:2px}.top .who{margin-left:auto;font-size:12px}
.top form{display:inline}.top select{font:inherit;max-width:190px}
.tabs{background:#dbe6f3;border-bottom:2px solid #1f5fa8;padding:0 16px;display:flex}
.tabs span,.tabs a{padding:7px 18px;color:#345;border-right:1px solid #c3d2e4}
.tabs a.on{background:#1f5fa8;color:#fff}
.path{padding:8px 20px;color:#667;font-size:12px}
main{padding:0 20px 30px;max-width:1260px}
.box{background:#fff;border:1px solid #b9cbe0;margin-bottom:12px}
.box>h2{margin:0;padding:6px 12px;font-size:13px;background:linear-gradient(#f3f8fd,#e1ecf7);border-bottom:1px solid #b9cbe0;color:#164a87}
.box>.in{padding:10px 12px}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #cfdbe8;padding:5px 9px;text-align:left;vertical-align:middle}
th{background:#f2f7fc;color:#456;font-weight:normal;white-space:nowrap}
table.list th{background:#e4eef8;text-align:center}table.list td.c{text-align:center}
table.list tr:nth-child(even) td{background:#fafcfe}table.list tbody tr:hover td{background:#fff8e1}
table.card th{width:110px;text-align:right}
.num{font-family:Consolas,"DejaVu Sans Mono",monospace;font-size:12px;white-space:nowrap}
.find{padding:8px 12px;border-bottom:1px solid #cfdbe8;background:#fafcfe}
.find input,.find select,.find button{font:inherit;padding:2px 8px}
.pages{padding:7px 12px;text-align:right;color:#667}
.note{background:#fffbe6;border:1px solid #e8d48a;padding:7px 12px;color:#7a5b00}
.scroll{overflow-x:auto}
footer{color:#99a;font-size:12px;padding:0 20px 20px}
linked-footage{display:block;min-height:60px}
`;
