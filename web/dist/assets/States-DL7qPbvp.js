import{n as e}from"./rolldown-runtime-WkwZ5CU-.js";import{t}from"./Box-HGrFF6hv.js";import{A as n,D as r,Q as i,U as a,X as o,Z as s,dt as c,ft as l,it as u,j as d,o as f,s as p,t as m,vt as h,y as g}from"./useTranslation-B0B8WpQv.js";import{u as _}from"./Portal-9ADPcBu2.js";import{s as v}from"./Menu-DnPXsi-l.js";import{h as y}from"./icons-CA3eoBnN.js";function b(e){return String(e).match(/[\d.\-+]*\s*(.*)/)[1]||``}function x(e){return parseFloat(e)}var S=e(h(),1);function C(e){return s(`MuiSkeleton`,e)}o(`MuiSkeleton`,[`root`,`text`,`rectangular`,`rounded`,`circular`,`pulse`,`wave`,`withChildren`,`fitContent`,`heightAuto`]);var w=u(),T=e=>{let{classes:t,variant:n,animation:r,hasChildren:i,width:o,height:s}=e;return a({root:[`root`,n,r,i&&`withChildren`,i&&!o&&`fitContent`,i&&!s&&`heightAuto`]},C,t)},E=l`
  0% {
    opacity: 1;
  }

  50% {
    opacity: 0.4;
  }

  100% {
    opacity: 1;
  }
`,D=l`
  0% {
    transform: translateX(-100%);
  }

  50% {
    /* +0.5s of delay between each loop */
    transform: translateX(100%);
  }

  100% {
    transform: translateX(100%);
  }
`,O=typeof E==`string`?null:c`
        animation: ${E} 2s ease-in-out 0.5s infinite;
      `,k=typeof D==`string`?null:c`
        &::after {
          animation: ${D} 2s linear 0.5s infinite;
        }
      `,A=d(`span`,{name:`MuiSkeleton`,slot:`Root`,overridesResolver:(e,t)=>{let{ownerState:n}=e;return[t.root,t[n.variant],n.animation!==!1&&t[n.animation],n.hasChildren&&t.withChildren,n.hasChildren&&!n.width&&t.fitContent,n.hasChildren&&!n.height&&t.heightAuto]}})(r(({theme:e})=>{let t=b(e.shape.borderRadius)||`px`,n=x(e.shape.borderRadius),r=g(e,{animation:`none`}),i=g(e,{"&::after":{animation:`none`,display:`none`}});return{display:`block`,backgroundColor:e.vars?e.vars.palette.Skeleton.bg:e.alpha(e.palette.text.primary,e.palette.mode===`light`?.11:.13),height:`1.2em`,variants:[{props:{variant:`text`},style:{marginTop:0,marginBottom:0,height:`auto`,transformOrigin:`0 55%`,transform:`scale(1, 0.60)`,borderRadius:`${n}${t}/${Math.round(n/.6*10)/10}${t}`,"&:empty:before":{content:`"\\00a0"`}}},{props:{variant:`circular`},style:{borderRadius:`50%`}},{props:{variant:`rounded`},style:{borderRadius:(e.vars||e).shape.borderRadius}},{props:({ownerState:e})=>e.hasChildren,style:{"& > *":{visibility:`hidden`}}},{props:({ownerState:e})=>e.hasChildren&&!e.width,style:{maxWidth:`fit-content`}},{props:({ownerState:e})=>e.hasChildren&&!e.height,style:{height:`auto`}},{props:{animation:`pulse`},style:O||{animation:`${E} 2s ease-in-out 0.5s infinite`}},...r?[{props:{animation:`pulse`},style:r}]:[],{props:{animation:`wave`},style:{position:`relative`,overflow:`hidden`,WebkitMaskImage:`-webkit-radial-gradient(white, black)`,"&::after":{background:`linear-gradient(
                90deg,
                transparent,
                ${(e.vars||e).palette.action.hover},
                transparent
              )`,content:`""`,position:`absolute`,transform:`translateX(-100%)`,bottom:0,left:0,right:0,top:0}}},{props:{animation:`wave`},style:k||{"&::after":{animation:`${D} 2s linear 0.5s infinite`}}},...i?[{props:{animation:`wave`},style:i}]:[]]}})),j=S.forwardRef(function(e,t){let r=n({props:e,name:`MuiSkeleton`}),{animation:a=`pulse`,className:o,component:s=`span`,height:c,style:l,variant:u=`text`,width:d,...f}=r,p={...r,animation:a,component:s,variant:u,hasChildren:!!f.children},m=T(p);return(0,w.jsx)(A,{as:s,ref:t,className:i(m.root,o),ownerState:p,...f,style:{width:d,height:c,...l}})}),M=5e3,N=({height:e})=>{let{t:n}=m(),[r,i]=(0,S.useState)(!1);return(0,S.useEffect)(()=>{let e=setTimeout(()=>i(!0),M);return()=>clearTimeout(e)},[]),(0,w.jsxs)(t,{role:`status`,"aria-label":n(`states.loading`),sx:{position:`relative`,height:e},children:[(0,w.jsx)(j,{variant:`rounded`,height:`100%`}),r&&(0,w.jsx)(f,{variant:`caption`,sx:{position:`absolute`,inset:0,display:`grid`,placeItems:`center`,textAlign:`center`},children:n(`states.slow`)})]})},P=({children:e,height:n})=>(0,w.jsx)(t,{sx:{minHeight:n??120,display:`grid`,placeItems:`center`,textAlign:`center`,p:4},children:(0,w.jsx)(f,{color:`text.secondary`,component:`div`,children:e})}),F=({error:e,onRetry:n,height:r})=>{let{t:i}=m();return(0,w.jsxs)(t,{role:`alert`,sx:{minHeight:r??120,display:`grid`,placeContent:`center`,justifyItems:`center`,gap:2,p:4,textAlign:`center`},children:[(0,w.jsx)(y,{color:`error`}),(0,w.jsx)(f,{sx:{maxWidth:440,overflowWrap:`anywhere`},children:v(e,i)}),(0,w.jsx)(p,{variant:`outlined`,onClick:n,children:i(`states.retry`)})]})},I=({error:e,since:n,onRetry:r})=>{let{t:i}=m(),a=_();return(0,w.jsxs)(t,{role:`alert`,sx:{display:`flex`,alignItems:`center`,gap:2,color:`warning.main`,flexWrap:`wrap`,mb:2},children:[(0,w.jsx)(y,{fontSize:`small`}),(0,w.jsxs)(f,{variant:`caption`,sx:{flex:1,minWidth:160},children:[i(`states.stale`,{time:a.time(n)}),` `,v(e,i)]}),(0,w.jsx)(p,{color:`inherit`,onClick:r,children:i(`states.retry`)})]})};export{I as i,F as n,N as r,P as t};